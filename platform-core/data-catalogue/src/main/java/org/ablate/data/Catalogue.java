package org.ablate.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.ablate.document.Mapping;
import org.ablate.document.NearestName;
import org.ablate.document.Settings;
import org.ablate.document.Yaml;

/** The data sets that are known by name. */
public record Catalogue(List<CatalogueEntry> dataSets) {
  private static final String RESOURCE = "catalogue.yaml";

  public Catalogue {
    dataSets = List.copyOf(dataSets);
  }

  /** Those that the platform knows. */
  public static Catalogue standard() {
    try (InputStream in = Catalogue.class.getResourceAsStream(RESOURCE)) {
      return read(RESOURCE, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the catalogue of data sets cannot be read", e);
    }
  }

  /**
   * Reads a catalogue in YAML.
   *
   * @param name what to call the text in messages
   * @throws org.ablate.document.DocumentException if it is none
   */
  static Catalogue read(String name, String yaml) {
    return Settings.read((Mapping) Yaml.read(name, yaml), Catalogue.class);
  }

  public List<String> names() {
    return dataSets.stream().map(CatalogueEntry::name).toList();
  }

  /**
   * The data set of a name.
   *
   * @throws IllegalArgumentException if there is none; the message names those that there are
   */
  public CatalogueEntry dataSet(String name) {
    return dataSets.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(NearestName.unknown("data set", name, names())));
  }
}
