/**
 * Where data come from. The {@link org.ablate.data.Catalogue} knows data sets by name; a {@link
 * org.ablate.data.DataStore} has their files, from a mirror or fetched and verified; {@link
 * org.ablate.data.ExperimentFiles} reads them, and the files of users, for tasks.
 */
package org.ablate.data;
