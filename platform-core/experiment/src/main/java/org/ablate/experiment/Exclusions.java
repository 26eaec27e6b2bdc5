package org.ablate.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ablate.document.Mapping;
import org.ablate.document.Mapping.Entry;
import org.ablate.document.NearestName;
import org.ablate.document.Node;
import org.ablate.document.Problems;
import org.ablate.document.Sequence;

/** What the key {@code exclude} leaves out of a sweep. */
final class Exclusions {
  private static final String WHERE = "where";
  private static final String REASON = "reason";
  private static final List<String> KEYS = List.of(WHERE, REASON);

  private record Rule(Condition condition, String reason) {}

  private final List<Rule> rules = new ArrayList<>();
  private final Problems problems;

  Exclusions(Mapping root, Problems problems) {
    this.problems = problems;
    Optional<Node> written = root.get(ExperimentFile.EXCLUDE).filter(n -> n.toJava() != null);
    if (written.isEmpty()) {
      return;
    }
    if (!(written.get() instanceof Sequence list)) {
      problems.add(
          written.get().location(),
          "'exclude' must be a list, such as [{where: {model.d_model: 64}, reason: too small}]");
      return;
    }
    list.items().forEach(this::read);
  }

  private void read(Node item) {
    if (!(item instanceof Mapping rule)) {
      problems.add(item.location(), "an exclusion is a mapping with the keys 'where' and 'reason'");
      return;
    }
    for (Entry entry : rule.entries()) {
      if (!KEYS.contains(entry.key())) {
        problems.add(entry.location(), NearestName.unknown("key", entry.key(), KEYS));
      }
    }
    Optional<Node> where = rule.get(WHERE);
    if (where.isEmpty() || !(where.get() instanceof Mapping m) || m.entries().isEmpty()) {
      problems.add(
          where.map(Node::location).orElse(rule.location()),
          "'where' must be a mapping from settings to values, such as {model.d_model: 64}");
      return;
    }
    Object reason = rule.get(REASON).map(Node::toJava).orElse(null);
    if (!(reason instanceof String text) || text.isBlank()) {
      problems.add(
          rule.get(REASON).map(Node::location).orElse(rule.location()),
          "an exclusion must state its 'reason' in words: reports show it");
      return;
    }
    rules.add(new Rule(Condition.of(m), text));
  }

  /** Whether nothing is left out. */
  boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * Finds out which variations are left out.
   *
   * @param settings all settings of each variation
   * @param mayBeIdle whether a rule may leave nothing out, as options may have narrowed the sweep
   * @return the reasons, by variation
   */
  Map<Variation, String> of(Map<Variation, Mapping> settings, boolean mayBeIdle) {
    Map<Variation, String> excluded = new LinkedHashMap<>();
    for (Rule rule : rules) {
      Optional<Entry> unknown = rule.condition().unknown(settings);
      if (unknown.isPresent()) {
        problems.add(
            unknown.get().location(),
            Condition.unknownSetting(
                unknown.get().key(),
                settings.values().stream().findFirst().orElse(Mapping.empty())));
        continue;
      }
      boolean idle = true;
      for (Map.Entry<Variation, Mapping> candidate : settings.entrySet()) {
        if (rule.condition().holds(candidate.getKey(), candidate.getValue())) {
          excluded.putIfAbsent(candidate.getKey(), rule.reason());
          idle = false;
        }
      }
      if (idle && !mayBeIdle) {
        problems.add(rule.condition().location(), "this excludes nothing: no run is like that");
      }
    }
    return excluded;
  }
}
