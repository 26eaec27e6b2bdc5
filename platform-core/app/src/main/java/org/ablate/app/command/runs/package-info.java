/** What has been run: lists, details, comparisons, exports. */
package org.ablate.app.command.runs;
