package org.ablate.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ablate.document.Location;
import org.ablate.document.Mapping;
import org.ablate.document.Mapping.Entry;
import org.ablate.document.NearestName;
import org.ablate.document.Node;
import org.ablate.document.Problems;

/**
 * What the key {@code match} says.
 *
 * @param location where it is written
 * @param quantity what all variants are to have as much of as the baseline
 * @param tolerance by which part of it they may differ
 * @param setting the path of the setting that is solved for
 */
record MatchSection(Location location, Quantity quantity, double tolerance, String setting) {
  static final String MATCH = "match";
  private static final String BY = "by";
  private static final String DEFAULT_SETTING = "model.d_ff";
  private static final Pattern PERCENT = Pattern.compile("(\\d+(?:\\.\\d+)?) ?%");

  /** The section; empty where nothing is matched. */
  static Optional<MatchSection> read(Mapping root, Problems problems) {
    Optional<Entry> written = root.entry(MATCH).filter(entry -> entry.value().toJava() != null);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Location location = written.get().location();
    Mapping section = written.get().value() instanceof Mapping mapping ? mapping : Mapping.empty();
    List<Quantity> stated = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (Quantity quantity : Quantity.values()) {
      known.add(quantity.key());
      section.get(quantity.key()).ifPresent(node -> stated.add(quantity));
    }
    known.add(BY);
    for (Entry entry : section.entries()) {
      if (!known.contains(entry.key())) {
        problems.add(entry.location(), NearestName.unknown("key", entry.key(), known));
      }
    }
    if (stated.size() != 1) {
      problems.add(
          written.get().value().location(),
          "'match' must state one of parameters, flops and state, such as {parameters: 1%, by: model.d_ff}");
      return Optional.empty();
    }
    Node tolerance = section.get(stated.get(0).key()).orElseThrow();
    Object by = section.get(BY).map(Node::toJava).orElse(DEFAULT_SETTING);
    if (!(by instanceof String setting)) {
      problems.add(section.get(BY).orElseThrow().location(), "'by' must be the path of a setting");
      return Optional.empty();
    }
    return share(tolerance, problems)
        .map(share -> new MatchSection(location, stated.get(0), share, setting));
  }

  private static Optional<Double> share(Node written, Problems problems) {
    Object value = written.toJava();
    double share = Double.NaN;
    if (value instanceof Number number) {
      share = number.doubleValue();
    } else if (value instanceof String text) {
      Matcher percent = PERCENT.matcher(text);
      share = percent.matches() ? Double.parseDouble(percent.group(1)) / 100 : Double.NaN;
    }
    if (share >= 0 && share < 1) {
      return Optional.of(share);
    }
    problems.add(
        written.location(), "how far sizes may differ must be a percentage below 100%, such as 1%");
    return Optional.empty();
  }
}
