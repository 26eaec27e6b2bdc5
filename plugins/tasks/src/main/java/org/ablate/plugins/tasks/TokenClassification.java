package org.ablate.plugins.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.ablate.plugin.DataFiles;
import org.ablate.plugin.Example;
import org.ablate.plugin.Split;
import org.ablate.plugin.Task;

/**
 * Words, each with a tag to be told, in files as of the shared tasks of CoNLL: a word a line, its
 * tag at the end of the line with white space before it, a line with nothing on it after each
 * sentence. Lines that begin with {@code -DOCSTART-} are left out. Tags such as {@code B-PER},
 * {@code I-PER} and {@code O} are scored by entities. The tags are those of the split for training.
 * The seed changes nothing.
 *
 * @param train a file for training
 * @param validation a file for choosing
 * @param test a file for reporting
 */
public record TokenClassification(
    Optional<String> train, Optional<String> validation, Optional<String> test) implements Task {
  private static final String DOCUMENT = "-DOCSTART-";

  @Override
  public Class<? extends Example> exampleType() {
    return Example.Tagged.class;
  }

  @Override
  public List<Example.Tagged> examples(Split split, DataFiles files, long seed) {
    List<Example.Tagged> sentences = read(split, files);
    if (split != Split.TRAIN) {
      Labels.requireKnown(
          split,
          tags(sentences),
          tags(read(Split.TRAIN, files)).stream().collect(Collectors.toCollection(TreeSet::new)));
    }
    return sentences;
  }

  private static List<String> tags(List<Example.Tagged> sentences) {
    return sentences.stream()
        .flatMap(sentence -> sentence.labels().stream())
        .flatMap(Optional::stream)
        .toList();
  }

  private List<Example.Tagged> read(Split split, DataFiles files) {
    Optional<String> path =
        switch (split) {
          case TRAIN -> train;
          case VALIDATION -> validation;
          case TEST -> test;
        };
    if (path.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no file for the %s split: set 'train', 'validation' and 'test' to a file each"
              .formatted(split));
    }
    return sentences(path.get(), files.text(path.get()));
  }

  private static List<Example.Tagged> sentences(String path, String text) {
    List<Example.Tagged> sentences = new ArrayList<>();
    List<String> words = new ArrayList<>();
    List<Optional<String>> tags = new ArrayList<>();
    List<String> lines = new ArrayList<>(text.lines().toList());
    lines.add(""); // ends the last sentence
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith(DOCUMENT)) {
        String[] columns = line.split("\\s+");
        if (columns.length < 2) {
          throw new IllegalArgumentException(
              "%s:%d: the word '%s' has no tag after it".formatted(path, i + 1, line));
        }
        words.add(columns[0]);
        tags.add(Optional.of(columns[columns.length - 1]));
      } else if (!words.isEmpty()) {
        sentences.add(new Example.Tagged(words, tags));
        words.clear();
        tags.clear();
      }
    }
    return sentences;
  }
}
