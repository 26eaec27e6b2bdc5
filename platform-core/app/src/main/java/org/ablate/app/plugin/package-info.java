/** A user's own plugins: where they come from and how a project for one is made. */
package org.ablate.app.plugin;
