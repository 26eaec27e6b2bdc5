/** Components that documents choose by name, and those that documents define. */
package org.ablate.component;
