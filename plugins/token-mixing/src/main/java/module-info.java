/** Built-in layers that mix tokens with projections of their own. */
module org.ablate.plugins.mixing {
  requires transitive org.ablate.plugin;

  exports org.ablate.plugins.mixing;

  provides org.ablate.plugin.Plugin with
      org.ablate.plugins.mixing.internal.MixingPlugin;
}
