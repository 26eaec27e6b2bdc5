import java.nio.file.Files
import java.nio.file.Path

// Puts the files of the chosen kind in their places and leaves the other kinds away.
Path project = Path.of(request.outputDirectory, request.artifactId)
Path kind = project.resolve('kinds').resolve(request.properties['kind'].replace('_', '-'))
if (!Files.isDirectory(kind)) {
  throw new IllegalArgumentException("there is no kind '${request.properties['kind']}'")
}
Path packagePath = Path.of(request.properties['package'].replace('.', '/'))

def move(Path file, Path target) {
  Files.createDirectories(target.parent)
  Files.move(file, target)
}

move(project.resolve('module-info.java'), project.resolve('src/main/java/module-info.java'))
move(project.resolve('org.ablate.plugin.Plugin'), project.resolve('src/main/resources/META-INF/services/org.ablate.plugin.Plugin'))
kind.resolve('main').toFile().listFiles().each {
  move(it.toPath(), project.resolve('src/main/java').resolve(packagePath).resolve(it.name))
}
kind.resolve('test').toFile().listFiles().each {
  move(it.toPath(), project.resolve('src/test/java').resolve(packagePath).resolve(it.name))
}
move(kind.resolve('experiment.yaml'), project.resolve('experiment.yaml'))
project.resolve('kinds').toFile().deleteDir()
