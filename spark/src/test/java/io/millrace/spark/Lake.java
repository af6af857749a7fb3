// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import io.millrace.testkit.servers.PostgresServer;
import io.millrace.testkit.servers.TestServers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** An Iceberg catalog and a namespace of its own in it. */
final class Lake {
    private final String catalog;
    private final String namespace = "shop_" + UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, String> conf = new LinkedHashMap<>();

    private Lake(String catalog) {
        this.catalog = catalog;
        String key = "spark.sql.catalog." + catalog;
        conf.put(key, "org.apache.iceberg.spark.SparkCatalog");
        conf.put(key + ".warehouse", Path.of("target", "lake").toAbsolutePath().toString());
        // Others write the tables too: the session of a test, and jobs that were killed.
        conf.put(key + ".cache-enabled", "false");
    }

    /** A catalog in the file system. */
    static Lake ofFiles() {
        Lake lake = new Lake("lake_files");
        lake.conf.put("spark.sql.catalog.lake_files.type", "hadoop");
        return lake.known();
    }

    /** A catalog in the PostgreSQL server that tests share. */
    static Lake ofPostgres() {
        PostgresServer server = TestServers.postgres();
        Lake lake = new Lake("lake_jdbc");
        Map.of(
                        "type", "jdbc",
                        "uri", server.jdbcUrl(),
                        "jdbc.user", server.user(),
                        "jdbc.password", server.password(),
                        "jdbc.schema-version", "V1")
                .forEach((key, value) -> lake.conf.put("spark.sql.catalog.lake_jdbc." + key, value));
        return lake.known();
    }

    private Lake known() {
        SparkSession session = LocalSpark.session();
        conf.forEach((key, value) -> session.conf().set(key, value));
        return this;
    }

    /** What a job's session needs to know the catalog. */
    Map<String, String> conf() {
        return Map.copyOf(conf);
    }

    List<String> arguments() {
        return List.of("--catalog", catalog, "--namespace", namespace);
    }

    TableOptions options() {
        TableOptions options = new TableOptions();
        options.catalog = catalog;
        options.namespace = namespace;
        return options;
    }

    TableName name(String table) {
        return new TableName(catalog, namespace, table);
    }

    Dataset<Row> table(String table) {
        return LocalSpark.session().table(name(table).sql());
    }
}
