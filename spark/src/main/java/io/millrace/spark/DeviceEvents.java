// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.replace;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.upper;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Device events with the columns that the job computes with, whatever others their schema has: {@code event_id}, {@code
 * device_id}, {@code type}, {@code occurred_at} and {@code received_at}, which there must be; {@code user_id}, {@code sequence},
 * {@code platform}, {@code app_version} and {@code country}, null where there are none; and {@code _topic}, {@code _partition} and
 * {@code _offset}. Their types are always the same: they are in Spark's checkpoints.
 */
final class DeviceEvents {
    /** What stands for no platform and no country where tables are keyed by them. */
    static final String UNKNOWN = "unknown";

    /** Language, perhaps its extensions and script, then a region of two letters: the order of BCP 47. */
    private static final String REGION =
            "^[A-Za-z]{2,8}(?:[-_][A-Za-z]{3}){0,3}(?:[-_][A-Za-z]{4})?[-_]([A-Za-z]{2})(?:[-_.@].*)?$";

    private static final List<String> REQUIRED = List.of("event_id", "device_id", "type", "occurred_at", "received_at");

    private DeviceEvents() {}

    /** The events among {@code values}, what {@code Curated.values} gives. {@code countryPath} is a JSON path in {@code properties}. */
    static Dataset<Row> of(Dataset<Row> values, String countryPath) {
        List<String> missing =
                REQUIRED.stream().filter(name -> !has(values, name)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("Cannot read device events: found no " + missing + " among "
                    + List.of(values.columns()) + " (expected all of " + REQUIRED
                    + "). Check that the topic holds io.millrace.DeviceEvent.");
        }
        return values.select(
                col("_topic"),
                col("_partition"),
                col("_offset"),
                text(values, "event_id"),
                text(values, "device_id"),
                text(values, "user_id"),
                optional(values, "sequence", DataTypes.LongType),
                text(values, "type"),
                col("occurred_at").cast(DataTypes.TimestampType).as("occurred_at"),
                col("received_at").cast(DataTypes.TimestampType).as("received_at"),
                text(values, "platform"),
                text(values, "app_version"),
                country(values, countryPath).as("country"));
    }

    /** The first that there is: a column {@code country}, what {@code properties} have at the path, the region of {@code locale}. */
    private static Column country(Dataset<Row> values, String path) {
        List<Column> places = new ArrayList<>();
        if (has(values, "country")) {
            places.add(filled(text(values, "country")));
        }
        if (has(values, "properties") && values.schema().apply("properties").dataType() == DataTypes.StringType) {
            places.add(filled(storable(get_json_object(col("properties"), path))));
        }
        if (has(values, "locale")) {
            places.add(filled(upper(regexp_extract(text(values, "locale"), REGION, 1))));
        }
        return places.isEmpty() ? lit(null).cast(DataTypes.StringType) : coalesce(places.toArray(Column[]::new));
    }

    private static Column filled(Column text) {
        return nullif(trim(text), lit(""));
    }

    private static Column text(Dataset<Row> values, String name) {
        return storable(optional(values, name, DataTypes.StringType)).as(name);
    }

    /** PostgreSQL has no text with U+0000. Replaced before anything is counted, so that keys stay keys. */
    private static Column storable(Column text) {
        return replace(text, lit("\u0000"), lit("\uFFFD"));
    }

    private static Column optional(Dataset<Row> values, String name, DataType type) {
        return (has(values, name) ? col(name) : lit(null)).cast(type).as(name);
    }

    private static boolean has(Dataset<Row> values, String name) {
        return List.of(values.columns()).contains(name);
    }
}
