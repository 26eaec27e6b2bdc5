/** Which token comes next, given what a model says about all of them. */
package org.ablate.training.decoding;
