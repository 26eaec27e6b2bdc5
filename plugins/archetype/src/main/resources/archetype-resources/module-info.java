/** A plugin of Ablate. The name of the module is the name of its bundle, see the pom. */
module ${package} {
  requires transitive org.ablate.plugin;

  exports ${package};

  provides org.ablate.plugin.Plugin with
      ${package}.ThisPlugin;
}
