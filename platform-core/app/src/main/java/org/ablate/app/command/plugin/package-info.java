/** The commands about a user's own plugins. */
package org.ablate.app.command.plugin;
