/** A worked example of a plugin. */
module lab.sticks {
  requires transitive org.ablate.plugin;

  exports lab.sticks;

  provides org.ablate.plugin.Plugin with
      lab.sticks.ThisPlugin;
}
