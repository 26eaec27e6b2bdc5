/** Data sets by name, fetched and verified, and the files of users. */
module org.ablate.data {
  requires java.net.http;
  requires org.ablate.document;
  requires transitive org.ablate.plugin;

  exports org.ablate.data;
}
