// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.debezium.config.CommonConnectorConfig;
import io.debezium.config.Configuration;
import io.debezium.config.EnumeratedValue;
import io.debezium.connector.AbstractSourceInfoStructMaker;
import io.debezium.connector.SourceInfoStructMaker;
import io.debezium.connector.db2.Db2SourceInfoStructMaker;
import io.debezium.connector.informix.InformixSourceInfoStructMaker;
import io.debezium.connector.mongodb.MongoDbSchemaFactory;
import io.debezium.connector.mongodb.MongoDbSourceInfoStructMaker;
import io.debezium.connector.oracle.OracleSourceInfoStructMaker;
import io.debezium.connector.spanner.SpannerSourceInfoStructMaker;
import io.debezium.connector.sqlserver.SqlServerSourceInfoStructMaker;
import io.debezium.connector.vitess.VitessSchemaFactory;
import io.debezium.connector.vitess.VitessSourceInfoStructMaker;
import io.debezium.data.Envelope;
import io.debezium.data.Json;
import io.debezium.schema.SchemaFactory;
import io.millrace.transforms.ConnectorEnvelopes.Family;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * The schemas of events of the connectors whose databases do not run here: those of {@code source}, of the transaction
 * block and of the envelope are made by the connectors' own classes; Cassandra's, which are not published, and those of a
 * connector that nobody knows, are written out.
 */
final class ConnectorSchemas {
    static final Schema KEY = SchemaBuilder.struct()
            .name("shop.orders.Key")
            .field("id", Schema.INT64_SCHEMA)
            .build();
    static final Schema ROW = SchemaBuilder.struct()
            .name("shop.orders.Value")
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("state", Schema.OPTIONAL_STRING_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private ConnectorSchemas() {}

    static Schema source(Family family, Set<String> without) {
        return without(source(family), without);
    }

    /** The ordered block unless it is to be without {@code transaction_rank}. */
    static Schema transaction(Family family, Set<String> without) {
        return family == Family.VITESS && !without.contains("transaction_rank")
                ? VitessSchemaFactory.get().getOrderedTransactionBlockSchema()
                : SchemaFactory.get().transactionBlockSchema();
    }

    private static Schema source(Family family) {
        return switch (family) {
            case SQL_SERVER -> made(new SqlServerSourceInfoStructMaker());
            case DB2 -> made(new Db2SourceInfoStructMaker());
            case INFORMIX -> made(new InformixSourceInfoStructMaker());
            case ORACLE -> made(new OracleSourceInfoStructMaker());
            case VITESS -> made(new VitessSourceInfoStructMaker());
            case SPANNER -> made(new SpannerSourceInfoStructMaker());
            case MONGODB -> made(new MongoDbSourceInfoStructMaker());
            case CASSANDRA ->
                SchemaFactory.get()
                        .sourceInfoSchemaBuilder()
                        .name("source")
                        .field("cluster", Schema.STRING_SCHEMA)
                        .field("file", Schema.STRING_SCHEMA)
                        .field("pos", Schema.INT32_SCHEMA)
                        .field("keyspace", Schema.STRING_SCHEMA)
                        .field("table", Schema.STRING_SCHEMA)
                        .build();
            case OTHER ->
                SchemaFactory.get()
                        .sourceInfoSchemaBuilder()
                        .name("com.example.Source")
                        .field("table", Schema.STRING_SCHEMA)
                        .build();
        };
    }

    private static Schema made(AbstractSourceInfoStructMaker<?> maker) {
        maker.init("made", "3.6.1.Final", new NamedConfig());
        return maker.schema();
    }

    private static Schema without(Schema schema, Set<String> names) {
        SchemaBuilder builder = SchemaBuilder.struct().name(schema.name()).version(schema.version());
        schema.fields().stream()
                .filter(field -> !names.contains(field.name()))
                .forEach(field -> builder.field(field.name(), field.schema()));
        return builder.build();
    }

    static Schema envelope(Family family, Schema source, Schema transaction) {
        return switch (family) {
            case CASSANDRA ->
                SchemaBuilder.struct()
                        .name("io.debezium.connector.cassandra.shop.orders.Envelope")
                        .field("ts_ms", Schema.INT64_SCHEMA)
                        .field("op", Schema.STRING_SCHEMA)
                        .field("source", source)
                        .field("after", cells())
                        .build();
            case MONGODB ->
                SchemaBuilder.struct()
                        .name("shop.orders.Envelope")
                        .field("before", Json.builder().optional().build())
                        .field("after", Json.builder().optional().build())
                        .field("updateDescription", MongoDbSchemaFactory.get().updatedDescriptionSchema())
                        .field("source", source)
                        .field("op", Schema.OPTIONAL_STRING_SCHEMA)
                        .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                        .field("transaction", transaction)
                        .build();
            default ->
                Envelope.defineSchema()
                        .withName("shop.orders.Envelope")
                        .withRecord(ROW)
                        .withSource(source)
                        .withTransaction(transaction)
                        .build()
                        .schema();
        };
    }

    private static Schema cells() {
        SchemaBuilder builder = SchemaBuilder.struct().name("after");
        ROW.fields()
                .forEach(field -> builder.field(
                        field.name(),
                        SchemaBuilder.struct()
                                .name(field.name())
                                .field("value", optional(field.schema()))
                                .field("deletion_ts", Schema.OPTIONAL_INT64_SCHEMA)
                                .field("set", Schema.BOOLEAN_SCHEMA)
                                .optional()
                                .build()));
        return builder.field(".range_start", Schema.OPTIONAL_STRING_SCHEMA)
                .field(".range_end", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
    }

    private static Schema optional(Schema schema) {
        return new SchemaBuilder(schema.type()).optional().build();
    }

    /** What Debezium's classes ask of a configuration here: the connector's name. */
    private static final class NamedConfig extends CommonConnectorConfig {
        NamedConfig() {
            super(Configuration.from(Map.of("topic.prefix", "shop")), 1);
        }

        @Override
        public String getContextName() {
            return "made";
        }

        @Override
        public String getConnectorName() {
            return "made";
        }

        @Override
        public EnumeratedValue getSnapshotMode() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<? extends EnumeratedValue> getSnapshotLockingMode() {
            return Optional.empty();
        }

        @Override
        protected SourceInfoStructMaker<?> getSourceInfoStructMaker(Version version) {
            return null;
        }
    }
}
