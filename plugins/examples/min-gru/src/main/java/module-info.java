/** A worked example of a plugin. */
module lab.gru {
  requires transitive org.ablate.plugin;

  exports lab.gru;

  provides org.ablate.plugin.Plugin with
      lab.gru.ThisPlugin;
}
