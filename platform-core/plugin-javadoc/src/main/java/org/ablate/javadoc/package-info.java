/** Keeps what authors write about components, for reference pages. */
package org.ablate.javadoc;
