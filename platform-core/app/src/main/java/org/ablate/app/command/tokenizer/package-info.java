/** Tokenizers on their own: trained, and tried on text. */
package org.ablate.app.command.tokenizer;
