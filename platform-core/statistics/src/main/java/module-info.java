/** What the results of several seeds say about a difference. */
module org.ablate.statistics {
  requires org.apache.commons.statistics.descriptive;
  requires org.apache.commons.statistics.distribution;
  requires org.apache.commons.statistics.ranking;

  exports org.ablate.statistics;
}
