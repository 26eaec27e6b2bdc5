package org.ablate.conformance;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ablate.plugin.Mixer;

/**
 * Windows, strides and the like are often larger than the sequences of checks, so that they would
 * not act. Here such settings are small.
 *
 * @param mixer with settings that act on short sequences
 * @param changes in words, such as {@code window = 3}
 */
record SmallSettings(Mixer mixer, String changes) {
  /** From here on a setting does not act on the shortest rows that are checked. */
  private static final int LARGE = 5;

  private static final int SMALL = 3;

  /** The mixer with its large whole-numbered settings made small; empty where it has none. */
  static Optional<SmallSettings> of(Mixer mixer) {
    if (!(mixer instanceof Record)) {
      return Optional.empty();
    }
    RecordComponent[] settings = mixer.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[settings.length];
    Object[] values = new Object[settings.length];
    List<String> changes = new ArrayList<>();
    try {
      for (int i = 0; i < settings.length; i++) {
        types[i] = settings[i].getType();
        values[i] = settings[i].getAccessor().invoke(mixer);
        if (values[i] instanceof Integer number && number >= LARGE && !isLimit(mixer, number)) {
          values[i] = SMALL;
          changes.add(settings[i].getName() + " = " + SMALL);
        }
      }
      if (changes.isEmpty()) {
        return Optional.empty();
      }
      Mixer small = (Mixer) mixer.getClass().getDeclaredConstructor(types).newInstance(values);
      return Optional.of(new SmallSettings(small, String.join(", ", changes)));
    } catch (ReflectiveOperationException e) {
      return Optional.empty(); // the record refuses such settings, or is not ours to make
    }
  }

  /** Sequences would not fit any more. */
  private static boolean isLimit(Mixer mixer, int setting) {
    return mixer.maxLength().isPresent() && mixer.maxLength().getAsInt() == setting;
  }
}
