package org.ablate.plugins.tasks.internal;

import java.time.format.FormatStyle;
import java.util.List;
import java.util.Optional;
import org.ablate.plugin.Catalog;
import org.ablate.plugin.Plugin;
import org.ablate.plugin.Variant;
import org.ablate.plugins.tasks.Addition;
import org.ablate.plugins.tasks.AssociativeRecall;
import org.ablate.plugins.tasks.Classification;
import org.ablate.plugins.tasks.Copy;
import org.ablate.plugins.tasks.DateNormalization;
import org.ablate.plugins.tasks.Dyck;
import org.ablate.plugins.tasks.EvenPairs;
import org.ablate.plugins.tasks.Induction;
import org.ablate.plugins.tasks.LanguageModeling;
import org.ablate.plugins.tasks.Lengths;
import org.ablate.plugins.tasks.ListOps;
import org.ablate.plugins.tasks.Majority;
import org.ablate.plugins.tasks.MaskedLanguageModeling;
import org.ablate.plugins.tasks.ModularArithmetic;
import org.ablate.plugins.tasks.Parity;
import org.ablate.plugins.tasks.Reverse;
import org.ablate.plugins.tasks.SelectiveCopy;
import org.ablate.plugins.tasks.Sizes;
import org.ablate.plugins.tasks.Sort;
import org.ablate.plugins.tasks.TokenClassification;
import org.ablate.plugins.tasks.Translation;

/** Registers the built-in tasks. */
public final class TasksPlugin implements Plugin {
  private static final Sizes SIZES = new Sizes(20_000, 500, 1000);
  private static final Lengths UP_TO_40 = new Lengths(1, 40);

  @Override
  public void register(Catalog catalog) {
    addLanguage(catalog);
    addRewriting(catalog);
    addRecall(catalog);
    addFormalLanguages(catalog);
  }

  private static void addLanguage(Catalog catalog) {
    catalog.add(
        Variant.task(
                "date-normalization",
                new DateNormalization(
                    1950,
                    2049,
                    DateNormalization.LOCALES,
                    List.of(FormatStyle.FULL, FormatStyle.LONG, FormatStyle.MEDIUM),
                    new Sizes(50_000, 500, 1000)))
            .summary("dates as people write them in many locales, to be written as ISO 8601"));
    catalog.add(
        Variant.task(
                "language-modeling",
                new LanguageModeling(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    0.05,
                    0.05))
            .summary("a text, of which each token is predicted from those before it"));
    catalog.add(
        Variant.task(
                "masked-language-modeling",
                new MaskedLanguageModeling(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    0.05,
                    0.05,
                    0.15,
                    false))
            .summary("texts with hidden tokens, which are to be told from all others")
            .paper("Devlin et al.", 2019, "arXiv:1810.04805", "§3.1"));
    catalog.add(
        Variant.task(
                "translation",
                new Translation(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
            .summary("texts to be translated, scored by BLEU and chrF")
            .paper("Papineni et al.", 2002, "P02-1040", "BLEU")
            .paper("Popović", 2015, "W15-3049", "chrF")
            .paper("Post", 2018, "arXiv:1804.08771", "sacrebleu"));
    catalog.add(
        Variant.task(
                "classification",
                new Classification(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
            .summary("texts, each with a class to be told"));
    catalog.add(
        Variant.task(
                "token-classification",
                new TokenClassification(Optional.empty(), Optional.empty(), Optional.empty()))
            .summary("words, each with a tag to be told, scored by entities")
            .paper("Tjong Kim Sang and De Meulder", 2003, "W03-0419", "§2"));
  }

  private static void addRewriting(Catalog catalog) {
    catalog.add(
        Variant.task("copy", new Copy(10, new Lengths(4, 16), Optional.empty(), SIZES))
            .summary("a sequence of random symbols, to be written again")
            .paper("Graves et al.", 2014, "arXiv:1410.5401", "§4.1")
            .paper("Katharopoulos et al.", 2020, "arXiv:2006.16236", "§4.1"));
    catalog.add(
        Variant.task("reverse", new Reverse(10, new Lengths(4, 16), Optional.empty(), SIZES))
            .summary("a sequence of random symbols, to be written from its end to its beginning")
            .paper("Delétang et al.", 2022, "arXiv:2207.02098", "appendix A, reverse string"));
    catalog.add(
        Variant.task("sort", new Sort(5, new Lengths(4, 16), Optional.empty(), SIZES))
            .summary("a sequence of random symbols, to be written in ascending order")
            .paper("Delétang et al.", 2022, "arXiv:2207.02098", "appendix A, bucket sort"));
    catalog.add(
        Variant.task("selective-copy", new SelectiveCopy(15, 64, 8, SIZES))
            .summary("random symbols among blanks, to be written again without the blanks")
            .paper("Gu and Dao", 2023, "arXiv:2312.00752", "§4.1.1"));
    catalog.add(
        Variant.task(
                "addition",
                new Addition(Addition.Order.REVERSED, new Lengths(1, 4), Optional.empty(), SIZES))
            .summary("two decimal numbers, of which the sum is to be written digit by digit")
            .paper("Lee et al.", 2023, "arXiv:2307.03381", "plain and reverse formats"));
  }

  private static void addRecall(Catalog catalog) {
    catalog.add(
        Variant.task(
                "associative-recall",
                new AssociativeRecall(8192, 64, 4, 0.01, AssociativeRecall.Filler.BLANK, SIZES))
            .summary("keys with values, then keys whose values are asked for")
            .paper("Arora et al.", 2023, "arXiv:2312.04927", "§4, appendix E"));
    catalog.add(
        Variant.task("induction", new Induction(64, new Lengths(8, 24), Optional.empty(), SIZES))
            .summary("different random symbols that start again, of which the next is asked for")
            .paper("Olsson et al.", 2022, "arXiv:2209.11895", "repeated random tokens"));
  }

  private static void addFormalLanguages(Catalog catalog) {
    catalog.add(
        Variant.task("parity", new Parity(UP_TO_40, Optional.empty(), SIZES))
            .summary("random bits, of which the number of ones is even or odd")
            .paper("Delétang et al.", 2022, "arXiv:2207.02098", "appendix A, parity check"));
    catalog.add(
        Variant.task("even-pairs", new EvenPairs(UP_TO_40, Optional.empty(), SIZES))
            .summary("random bits, of which the number of unequal neighbours is even or odd")
            .paper("Delétang et al.", 2022, "arXiv:2207.02098", "appendix A, even pairs"));
    catalog.add(
        Variant.task("majority", new Majority(UP_TO_40, Optional.empty(), SIZES))
            .summary("random bits, of which more than half are ones or not")
            .paper("Merrill et al.", 2022, "arXiv:2106.16213", "majority language"));
    catalog.add(
        Variant.task(
                "modular-arithmetic",
                new ModularArithmetic(5, new Lengths(1, 20), Optional.empty(), SIZES))
            .summary(
                "numbers with +, - and * between them, of which the result modulo a number is asked for")
            .paper("Delétang et al.", 2022, "arXiv:2207.02098", "appendix A, modular arithmetic"));
    catalog.add(
        Variant.task("dyck", new Dyck(4, 8, new Lengths(4, 40), Optional.empty(), SIZES))
            .summary("the beginning of a sequence of brackets, to be closed in the right order")
            .paper("Srivastava et al.", 2022, "arXiv:2206.04615", "dyck languages")
            .paper("Hewitt et al.", 2020, "arXiv:2010.07515", "bounded depth"));
    catalog.add(
        Variant.task("list-ops", new ListOps(20, 5, new Lengths(4, 64), Optional.empty(), SIZES))
            .summary(
                "nested lists of digits with an operation each, of which the value is asked for")
            .paper("Nangia and Bowman", 2018, "arXiv:1804.06028", "ListOps")
            .paper("Tay et al.", 2020, "arXiv:2011.04006", "long ListOps"));
  }
}
