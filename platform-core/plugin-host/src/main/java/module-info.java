/** Loads plugins as OSGi bundles or as module layers. */
module org.ablate.host {
  requires transitive org.ablate.plugin;
  requires org.ablate.component;
  requires org.ablate.document;
  requires org.apache.felix.framework;

  exports org.ablate.host;

  uses org.ablate.host.HostedPlugin;
  uses org.ablate.plugin.Plugin;
  uses org.osgi.framework.launch.FrameworkFactory;
}
