/**
 * Layers that mix tokens with projections, parameters and states of their own: the recurrent
 * networks that the Transformer replaced, the linear recurrences that came after it, convolutions,
 * and mixing without any attention.
 */
package org.ablate.plugins.mixing;
