package org.ablate.host;

import org.ablate.plugin.Plugin;

/**
 * A plugin of the platform's own that needs a native library, which must be loaded once and by the
 * host: found by {@link java.util.ServiceLoader} among the modules of the program, not in a jar
 * that a container loads.
 */
public interface HostedPlugin extends Plugin {}
