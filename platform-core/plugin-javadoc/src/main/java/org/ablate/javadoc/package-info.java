/** Keeps what authors write about settings, for reference pages and editors. */
package org.ablate.javadoc;
