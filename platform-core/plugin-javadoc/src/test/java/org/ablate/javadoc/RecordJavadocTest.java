package org.ablate.javadoc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordJavadocTest {
  @TempDir Path folder;

  @Test
  void the_javadoc_of_a_record_is_kept_beside_its_class() throws IOException {
    compile(
        """
        package acme;
        /**
         * Sees neighbours.
         *
         * @param window how many
         */
        public record Windowed(int window) {}
        """);

    assertEquals(
        " Sees neighbours.\n\n @param window how many\n",
        Files.readString(folder.resolve("META-INF/ablate/javadoc/acme.Windowed.txt")));
  }

  @Test
  void a_record_that_is_not_public_is_left_alone() throws IOException {
    compile("package acme; /** A pair. */ record Windowed(int left, int right) {}");

    assertTrue(Files.notExists(folder.resolve("META-INF")));
  }

  @Test
  void a_record_inside_another_class_has_its_binary_name() throws IOException {
    compile(
        """
        package acme;
        public final class Windowed {
          /** Sees one. */
          public record One() {}
        }
        """);

    try (Stream<Path> kept = Files.list(folder.resolve("META-INF/ablate/javadoc"))) {
      assertEquals(
          List.of("acme.Windowed$One.txt"),
          kept.map(file -> file.getFileName().toString()).toList());
    }
  }

  private void compile(String source) throws IOException {
    List<Path> files = List.of(write("acme/Windowed.java", source));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              null,
              manager,
              null,
              List.of("-d", folder.toString()),
              null,
              manager.getJavaFileObjectsFromPaths(files));
      task.setProcessors(List.of(new RecordJavadoc()));
      assertTrue(task.call());
    }
  }

  private Path write(String name, String source) throws IOException {
    Path file = folder.resolve("sources").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, source);
  }
}
