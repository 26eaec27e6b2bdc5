package org.ablate.app.run;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** One assignment after the other. */
final class AssignmentList implements Agenda {
  private final Queue<Assignment> waiting;
  private final int size;

  AssignmentList(List<Assignment> assignments) {
    this.waiting = new ArrayDeque<>(assignments);
    this.size = assignments.size();
  }

  @Override
  public synchronized Optional<Assignment> next() {
    return Optional.ofNullable(waiting.poll());
  }

  @Override
  public void ended(Assignment assignment) {}

  @Override
  public int size() {
    return size;
  }

  @Override
  public synchronized void stop() {
    waiting.clear();
  }
}
