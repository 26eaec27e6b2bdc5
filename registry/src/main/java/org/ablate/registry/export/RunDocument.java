package org.ablate.registry.export;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.ablate.document.Json;
import org.ablate.document.Mapping;
import org.ablate.registry.MetricPoint;
import org.ablate.registry.Registry;
import org.ablate.registry.Run;

/** All that is known of a run, as a document. */
public final class RunDocument {

  private RunDocument() {}

  /** What it is, how it ended, and its final metrics. */
  public static Mapping summary(Run run) {
    Mapping metrics = Mapping.empty();
    for (Map.Entry<String, Double> entry : run.summary().entrySet()) {
      metrics = metrics.with(entry.getKey(), entry.getValue());
    }
    return Mapping.empty()
        .with("key", run.key())
        .with("id", run.id())
        .with("experiment", run.experiment())
        .with("variant", run.variant())
        .with("seed", run.seed())
        .with("status", run.status())
        .with("failure", run.failure())
        .with("started_at", run.startedAt().toString())
        .with("ended_at", run.endedAt().map(Object::toString))
        .with("folder", run.folder().toString())
        .with("summary", metrics);
  }

  /** The same with settings, provenance, files and lineage. */
  public static Mapping detailed(Registry registry, Run run) {
    return summary(run)
        .with("settings", Json.read(registry.settings(run)))
        .with("plugins", registry.plugins(run))
        .with("environment", registry.environment(run))
        .with("artifacts", registry.artifacts(run))
        .with("lineage", registry.lineage(run));
  }

  /** The same with every point of its metrics: for each series, columns of equal length. */
  public static Mapping complete(Registry registry, Run run) {
    Mapping series = Mapping.empty();
    for (Map.Entry<String, List<MetricPoint>> entry : registry.points(run).entrySet()) {
      List<MetricPoint> points = entry.getValue();
      series =
          series.with(
              entry.getKey(),
              Mapping.empty()
                  .with("step", column(points, MetricPoint::step))
                  .with("tokens", column(points, MetricPoint::tokens))
                  .with("elapsed_seconds", column(points, MetricPoint::elapsedSeconds))
                  .with("value", column(points, MetricPoint::value)));
    }
    return detailed(registry, run).with("series", series);
  }

  private static <T> List<T> column(List<MetricPoint> points, Function<MetricPoint, T> value) {
    return points.stream().map(value).toList();
  }
}
