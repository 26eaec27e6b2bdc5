package org.ablate.javadoc;

import java.io.IOException;
import java.io.Writer;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

/**
 * Puts the Javadoc of each public record, which settings are, beside its class when it is compiled:
 * {@code META-INF/ablate/javadoc/com.acme.Windowed.txt}. Reference pages are made of it, and what
 * editors say about a setting.
 */
@SupportedAnnotationTypes("*")
public final class RecordJavadoc extends AbstractProcessor {
  private static final String FOLDER = "META-INF/ablate/javadoc/";

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (TypeElement type : ElementFilter.typesIn(round.getRootElements())) {
      visit(type);
    }
    return false;
  }

  private void visit(TypeElement type) {
    if (type.getKind() == ElementKind.RECORD && type.getModifiers().contains(Modifier.PUBLIC)) {
      keep(type);
    }
    for (Element member : type.getEnclosedElements()) {
      if (member instanceof TypeElement nested) {
        visit(nested);
      }
    }
  }

  private void keep(TypeElement type) {
    String javadoc = processingEnv.getElementUtils().getDocComment(type);
    if (javadoc == null) {
      return;
    }
    String name = processingEnv.getElementUtils().getBinaryName(type).toString();
    try (Writer out =
        processingEnv
            .getFiler()
            .createResource(StandardLocation.CLASS_OUTPUT, "", FOLDER + name + ".txt", type)
            .openWriter()) {
      out.write(javadoc);
    } catch (IOException e) {
      processingEnv
          .getMessager()
          .printMessage(
              Diagnostic.Kind.ERROR, "its Javadoc cannot be kept: " + e.getMessage(), type);
    }
  }
}
