/** A worked example of a plugin. */
module lab.syllables {
  requires transitive org.ablate.plugin;

  exports lab.syllables;

  provides org.ablate.plugin.Plugin with
      lab.syllables.ThisPlugin;
}
