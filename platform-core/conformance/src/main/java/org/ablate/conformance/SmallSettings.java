package org.ablate.conformance;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
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

  /**
   * Tried in turn: a record may ask for even numbers, for powers of two, or for more than three.
   */
  private static final int[] SMALL = {3, 4, 6, 8};

  /** The mixer with its large whole-numbered settings made small; empty where none can be. */
  static Optional<SmallSettings> of(Mixer mixer) {
    List<String> large = large(mixer);
    if (large.isEmpty()) {
      return Optional.empty();
    }
    return Arrays.stream(SMALL)
        .mapToObj(small -> with(mixer, large, small))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The names of the settings that are too large to act. */
  static List<String> large(Mixer mixer) {
    return mixer instanceof Record
        ? Arrays.stream(mixer.getClass().getRecordComponents())
            .filter(setting -> isLarge(mixer, setting))
            .map(RecordComponent::getName)
            .toList()
        : List.of();
  }

  private static boolean isLarge(Mixer mixer, RecordComponent setting) {
    try {
      Object value = setting.getAccessor().invoke(mixer);
      return (value instanceof Integer || value instanceof Long)
          && ((Number) value).longValue() >= LARGE
          && !isLimit(mixer, ((Number) value).longValue());
    } catch (ReflectiveOperationException e) {
      return false; // it is not ours to read
    }
  }

  /** Sequences would not fit any more. */
  private static boolean isLimit(Mixer mixer, long setting) {
    return mixer.maxLength().isPresent() && mixer.maxLength().getAsInt() == setting;
  }

  /** Empty where nothing would change, or where the record refuses such settings. */
  private static Optional<SmallSettings> with(Mixer mixer, List<String> large, int small) {
    RecordComponent[] settings = mixer.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[settings.length];
    Object[] values = new Object[settings.length];
    List<String> changes = new ArrayList<>();
    try {
      for (int i = 0; i < settings.length; i++) {
        types[i] = settings[i].getType();
        values[i] = settings[i].getAccessor().invoke(mixer);
        if (large.contains(settings[i].getName()) && ((Number) values[i]).longValue() > small) {
          values[i] = values[i] instanceof Long ? (Object) (long) small : (Object) small;
          changes.add(settings[i].getName() + " = " + small);
        }
      }
      if (changes.isEmpty()) {
        return Optional.empty();
      }
      Mixer changed = (Mixer) mixer.getClass().getDeclaredConstructor(types).newInstance(values);
      return Optional.of(new SmallSettings(changed, String.join(", ", changes)));
    } catch (ReflectiveOperationException e) {
      return Optional.empty(); // the record refuses such settings, or is not ours to make
    }
  }
}
