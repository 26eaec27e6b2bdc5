package org.ablate.plugin;

/**
 * Where a layer stands in a model.
 *
 * @param stack the stack that it belongs to
 * @param layer counted from 0 in its stack
 * @param encoderLayers the number of layers of the encoder; 0 where there is none
 * @param decoderLayers the number of layers of the decoder; 0 where there is none
 */
public record Depth(Stack stack, int layer, int encoderLayers, int decoderLayers) {

  /** The stacks of a model. */
  public enum Stack {
    ENCODER,
    DECODER
  }

  /** The number of layers of its stack. */
  public int layers() {
    return stack == Stack.ENCODER ? encoderLayers : decoderLayers;
  }
}
