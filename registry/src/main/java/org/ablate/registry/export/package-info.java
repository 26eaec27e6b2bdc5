/** What has been run, in the formats of other programs. */
package org.ablate.registry.export;
