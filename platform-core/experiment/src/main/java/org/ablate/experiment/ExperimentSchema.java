package org.ablate.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ablate.component.Definitions;
import org.ablate.document.Mapping;
import org.ablate.model.TransformerSettings;
import org.ablate.plugin.Kind;
import org.ablate.plugin.installed.Variants;
import org.ablate.training.TrainingSettings;

/**
 * The form of experiment files as JSON Schema (draft 2020-12), for editors: made of the records
 * that files are read as, and of the settings of all variants that are installed. A file that is
 * read without a problem is valid; the schema knows each value by itself, not whether parts go
 * together.
 */
public final class ExperimentSchema {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private final Variants installed;

  private ExperimentSchema(Variants installed) {
    this.installed = installed;
  }

  /** The schema of files that may name any of some variants. */
  public static Mapping of(Variants installed) {
    return SharedSchemas.of(new ExperimentSchema(installed).schema());
  }

  private Mapping schema() {
    Mapping definitions = Mapping.empty();
    for (Kind kind : Kind.values()) {
      definitions = united(definitions, new ComponentSchema(kind, installed).definitions());
    }
    definitions =
        definitions
            .with("axes", object(SchemaSetting.axes(sections())).with("minProperties", 1))
            .with("variant", variant())
            .with("weight", weight());
    return Mapping.empty()
        .with("$schema", DIALECT)
        .with("title", "An experiment of Ablate")
        .with("type", "object")
        .with("properties", root())
        .with("additionalProperties", false)
        .with("anyOf", statesTask())
        .with("$defs", definitions);
  }

  /** The task is stated here, in a file that this one extends, or by variants or axes. */
  private static List<Mapping> statesTask() {
    return Stream.of(
            Section.TASK,
            Section.TASK + "." + Delta.NAME,
            ExperimentFile.EXTENDS,
            ExperimentFile.VARIANTS,
            Grid.GRID,
            Grid.ZIP)
        .map(key -> Mapping.empty().with("required", List.of(key)))
        .toList();
  }

  /** What makes up a run. */
  private List<SchemaSetting> sections() {
    return List.of(
        component(Kind.TASK, Section.TASK),
        component(Kind.TOKENIZER, Section.TOKENIZER),
        section(Section.MODEL, model()),
        section(Section.INITIALIZE, initialize()),
        section(Section.TRAINING, SchemaSetting.of(TrainingSettings.DEFAULTS)),
        section(Section.DECODING, SchemaSetting.of(DecodingSettings.DEFAULTS)),
        section(Section.EVALUATION, SchemaSetting.of(EvaluationSettings.DEFAULTS)));
  }

  private static SchemaSetting section(String key, List<SchemaSetting> settings) {
    return new SchemaSetting(key, SchemaSetting.mapping(settings), settings);
  }

  private SchemaSetting component(Kind kind, String key) {
    return new ComponentSchema(kind, installed).setting(key);
  }

  private static List<SchemaSetting> initialize() {
    List<SchemaSetting> initialize = new ArrayList<>(SchemaSetting.of(InitialSettings.DEFAULTS));
    Mapping values =
        Mapping.empty()
            .with("type", List.of("object", "null"))
            .with("additionalProperties", reference("weight"));
    initialize.add(
        new SchemaSetting(
            InitialSettings.VALUES,
            described("Weights that are stated number by number, by name.", values),
            List.of()));
    return initialize;
  }

  /** Numbers in lists in lists, under a name or under the parts of one. */
  private static Mapping weight() {
    Mapping number = Mapping.empty().with("type", "number");
    Mapping list =
        Mapping.empty()
            .with("type", "array")
            .with("items", reference("weight"))
            .with("minItems", 1);
    Mapping named =
        Mapping.empty().with("type", "object").with("additionalProperties", reference("weight"));
    return Mapping.empty().with("anyOf", List.of(number, list, named));
  }

  private List<SchemaSetting> model() {
    List<SchemaSetting> model = new ArrayList<>(SchemaSetting.of(TransformerSettings.DEFAULTS));
    model.add(component(Kind.ATTENTION, Kind.ATTENTION.key()));
    model.add(component(Kind.ATTENTION, CompositionReader.CROSS_ATTENTION));
    for (Kind kind :
        List.of(Kind.POSITIONAL_ENCODING, Kind.NORMALIZATION, Kind.FEED_FORWARD, Kind.PLACEMENT)) {
      model.add(component(kind, kind.key()));
    }
    return model;
  }

  private Mapping root() {
    Mapping header = SchemaSetting.properties(SchemaSetting.of(Header.defaults("experiment")));
    Mapping axes = reference("axes");
    Mapping root =
        header
            .with("seeds", seeds(header))
            .with("baseline", baseline())
            .with(
                ExperimentFile.EXTENDS, text("A file that this one is laid over, relative to it."));
    return united(root, references("variant", SchemaSetting.properties(sections())))
        .with(Definitions.DEFINE, definitions())
        .with(ExperimentFile.VARIANTS, variants())
        .with(Grid.GRID, described("Values that are combined, each with all others.", axes))
        .with(Grid.ZIP, described("Values that go in step.", axes))
        .with(ExperimentFile.EXCLUDE, exclusions())
        .with(TuneSection.TUNE, tune())
        .with(MatchSection.MATCH, match())
        .with(BudgetSection.BUDGET, budget())
        .with(HalvingSection.HALVING, halving());
  }

  private static Mapping seeds(Mapping header) {
    Mapping count = Mapping.empty().with("type", "integer").with("minimum", 1);
    Mapping list =
        ((Mapping) header.get("seeds").orElseThrow()).with("minItems", 1).with("uniqueItems", true);
    return described(
        "The seeds that each variant is run with, or how many.",
        Mapping.empty().with("anyOf", List.of(list.without("description"), count)));
  }

  private static Mapping baseline() {
    return described(
        "The variant that the others are compared with, by its name or its settings.",
        Mapping.empty().with("type", List.of("string", "object", "null")));
  }

  private static Mapping variants() {
    return described(
        "What is compared: by name, what each changes.",
        Mapping.empty()
            .with("type", List.of("object", "null"))
            .with("minProperties", 1)
            .with("additionalProperties", reference("variant")));
  }

  private Mapping variant() {
    Mapping properties = SchemaSetting.properties(sections());
    return object(properties.with(Grid.GRID, reference("axes")).with(Grid.ZIP, reference("axes")))
        .with("type", List.of("object", "null"));
  }

  /** A component by a name that the file defines can be told from a mistake only by reading it. */
  private static Mapping definitions() {
    Mapping properties = Mapping.empty();
    for (Map.Entry<String, Kind> piece : Definitions.PIECES.entrySet()) {
      properties = properties.with(piece.getKey(), reference(piece.getValue().key()));
    }
    Mapping definition =
        object(properties.with(Definitions.SUMMARY, text("What it does, in a sentence.")))
            .with("required", List.of(Definitions.KERNEL));
    return described(
        "Attentions that are composed of others, by name.",
        Mapping.empty()
            .with("type", List.of("object", "null"))
            .with("minProperties", 1)
            .with("additionalProperties", definition));
  }

  private static Mapping exclusions() {
    Mapping where = Mapping.empty().with("type", "object").with("minProperties", 1);
    Mapping rule =
        object(
                Mapping.empty()
                    .with("where", described("Settings and their values.", where))
                    .with("reason", text("Why; reports show it.").with("minLength", 1)))
            .with("required", List.of("where", "reason"));
    return described(
        "What is left out of the sweep.",
        Mapping.empty().with("type", List.of("array", "null")).with("items", rule));
  }

  private Mapping tune() {
    Mapping effort = SchemaSetting.properties(SchemaSetting.of(TuningEffort.DEFAULT));
    Mapping properties = united(effort, references("axes", SchemaSetting.axes(sections())));
    return described(
        "Values that each variant is tried with, before it runs with the best.",
        object(properties).with("type", List.of("object", "null")));
  }

  private static Mapping match() {
    Mapping share =
        Mapping.empty()
            .with("type", List.of("number", "string"))
            .with("minimum", 0)
            .with("exclusiveMaximum", 1)
            .with("pattern", "^[0-9]{1,2}([.][0-9]+)? ?%$");
    Mapping properties = Mapping.empty();
    List<Mapping> one = new ArrayList<>();
    for (Quantity quantity : Quantity.values()) {
      properties = properties.with(quantity.key(), share);
      one.add(Mapping.empty().with("required", List.of(quantity.key())));
    }
    properties = properties.with("by", text("The path of the setting that is solved for."));
    return described(
        "Makes every variant as large as the baseline.",
        object(properties).with("type", List.of("object", "null")).with("oneOf", one));
  }

  private static Mapping halving() {
    return described(
        "Trains all variants a little, and only the better ones to the end.",
        object(SchemaSetting.properties(SchemaSetting.of(Halving.DEFAULT)))
            .with("type", List.of("object", "null")));
  }

  private static Mapping budget() {
    Mapping amount = Mapping.empty().with("type", "number").with("exclusiveMinimum", 0);
    Mapping properties = Mapping.empty();
    for (String unit : BudgetSection.UNITS) {
      properties = properties.with(unit, amount);
    }
    return described(
        "What every run may cost, which decides how many steps it has.",
        object(properties)
            .with("type", List.of("object", "null"))
            .with("minProperties", 1)
            .with("maxProperties", 1));
  }

  private static Mapping object(Mapping properties) {
    return Mapping.empty()
        .with("type", "object")
        .with("properties", properties)
        .with("additionalProperties", false);
  }

  private static Mapping text(String description) {
    return described(description, Mapping.empty().with("type", "string"));
  }

  private static Mapping described(String description, Mapping schema) {
    return united(Mapping.empty().with("description", description), schema);
  }

  private static Mapping united(Mapping first, Mapping second) {
    Mapping union = first;
    for (Mapping.Entry entry : second.entries()) {
      union = union.with(entry);
    }
    return union;
  }

  /** The properties of a definition, by reference. */
  private static Mapping references(String definition, Mapping properties) {
    Mapping references = Mapping.empty();
    for (String key : properties.keys()) {
      references = references.with(key, reference(definition + "/properties/" + key));
    }
    return references;
  }

  private static Mapping reference(String definition) {
    return Mapping.empty().with("$ref", "#/$defs/" + definition);
  }
}
