/** Reference pages of variants, of what their authors wrote. */
package org.ablate.app.docs;
