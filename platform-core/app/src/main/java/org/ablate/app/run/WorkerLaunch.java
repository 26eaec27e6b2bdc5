package org.ablate.app.run;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that starts a worker process: this program, in the same way, as a worker.
 *
 * @param words the program and its arguments
 */
public record WorkerLaunch(List<String> words) {

  public WorkerLaunch {
    words = List.copyOf(words);
  }

  /**
   * The command for workers of this process.
   *
   * @param out the folder of runs
   * @param options which plugins and data sets to use
   */
  public static WorkerLaunch of(Path out, List<String> options) {
    List<String> words = program();
    words.add(1, "-XX:ErrorFile=" + out.toAbsolutePath().resolve("crash-of-process-%p.txt"));
    words.add("worker");
    words.addAll(List.of("--out", out.toString()));
    words.addAll(options);
    return new WorkerLaunch(words);
  }

  /**
   * The command for single runs on machines of a cluster.
   *
   * @param options which plugins and data sets to use
   */
  public static WorkerLaunch ofTrial(List<String> options) {
    List<String> words = program();
    words.add("trial");
    words.addAll(options);
    return new WorkerLaunch(words);
  }

  private static List<String> program() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    words.addAll(List.of("--module-path", System.getProperty("jdk.module.path")));
    words.addAll(List.of("--class-path", System.getProperty("java.class.path")));
    words.addAll(List.of("--module", "org.ablate.app/org.ablate.app.Main"));
    return words;
  }

  /** The folder of the program: of its modules, native libraries and plugins. */
  Path home() {
    return Path.of(System.getProperty("jdk.module.path")).getParent();
  }
}
