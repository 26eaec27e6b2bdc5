/** Tokenizers that others have trained, run by Hugging Face's library. */
package org.ablate.huggingface;
