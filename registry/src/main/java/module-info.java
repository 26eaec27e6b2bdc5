/** What has been run: an embedded database and its queries. */
module org.ablate.registry {
  requires java.net.http;
  requires java.sql;
  requires transitive org.ablate.document;
  requires org.xerial.sqlitejdbc;

  exports org.ablate.registry;
  exports org.ablate.registry.export;
}
