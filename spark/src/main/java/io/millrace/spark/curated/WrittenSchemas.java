// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.millrace.records.Side;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.errors.DataException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a bounded batch group by group: those whose keys have one schema and whose values have one, together.
 * Schemas that nobody knows make no groups, however many ids damaged bytes show: they are one group, of bad records.
 */
final class WrittenSchemas {
    private static final int FRAME_BYTES = 5;
    private static final UserDefinedFunction ID =
            udf((UDF1<byte[], @Nullable Integer>) WrittenSchemas::id, DataTypes.IntegerType);
    /** What bytes of no known schema are read as, for the error that comes of it. */
    private static final String NO_SCHEMA = "\"bytes\"";

    private final CuratedSettings settings;
    private final String place;
    private final SchemaFinder finder;
    private final Map<Integer, Decoding> keys = new TreeMap<>();
    private final Map<Integer, Decoding> values = new TreeMap<>();

    WrittenSchemas(CuratedSettings settings, String place) {
        this.settings = settings;
        this.place = place;
        this.finder = new SchemaFinder(settings);
    }

    /** The id in front of the data; null where there is none. */
    private static @Nullable Integer id(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length < FRAME_BYTES || bytes[0] != 0) {
            return null;
        }
        int id = ByteBuffer.wrap(bytes).getInt(1);
        return id < 0 ? null : Integer.valueOf(id); // no registry's: what it would answer is not known
    }

    Dataset<Row> read(Dataset<Row> kafka) {
        Dataset<Row> marked =
                kafka.withColumn("_key_id", ID.apply(col("key"))).withColumn("_value_id", ID.apply(col("value")));
        List<Dataset<Row>> parts = new ArrayList<>();
        Column isRead = lit(false);
        for (Row ids : marked.select("_key_id", "_value_id").distinct().collectAsList()) {
            Decoding key = known(ids, 0, Side.KEY, keys);
            Decoding value = known(ids, 1, Side.VALUE, values);
            if ((key == null && !ids.isNullAt(0)) || (value == null && !ids.isNullAt(1))) {
                continue;
            }
            Column isOurs = isOurs("_key_id", "key", ids.getAs(0)).and(isOurs("_value_id", "value", ids.getAs(1)));
            isRead = isRead.or(isOurs);
            parts.add(CuratedReader.decode(marked.filter(isOurs), key, value));
        }
        parts.add(bad(marked.filter(not(isRead))));
        return whole(parts.stream()
                .reduce((one, other) -> one.unionByName(other, true))
                .orElseThrow());
    }

    private @Nullable Decoding known(Row ids, int column, Side side, Map<Integer, Decoding> kept) {
        if (ids.isNullAt(column)) {
            return null;
        }
        int id = ids.getInt(column);
        Decoding known = kept.get(id);
        if (known != null) {
            return known;
        }
        try {
            Decoding found = Decoding.of(settings, place, side, finder.find(ReadSchema.id(id), place));
            RowDecoder.type(found);
            kept.put(id, found);
            return found;
        } catch (DataException e) { // told for each record, by its own place
            return null;
        }
    }

    /** Of this id; or of none, because there are no bytes. */
    private static Column isOurs(String idColumn, String bytes, @Nullable Integer id) {
        return id == null ? col(bytes).isNull() : col(idColumn).eqNullSafe(lit(id));
    }

    private Dataset<Row> bad(Dataset<Row> records) {
        Decoding key = new Decoding(settings, place, Side.KEY, NO_SCHEMA, List.of());
        Decoding value = new Decoding(settings, place, Side.VALUE, NO_SCHEMA, List.of());
        Column error = coalesce(
                when(not(isKnown("_key_id", keys)), CuratedReader.error(col("key"), key)),
                when(not(isKnown("_value_id", values)), CuratedReader.error(col("value"), value)));
        return records.select(
                col("topic"),
                col("partition"),
                col("offset"),
                col("timestamp"),
                col("key").as("raw_key"),
                col("value").as("raw_value"),
                error.as("error"));
    }

    private static Column isKnown(String idColumn, Map<Integer, Decoding> known) {
        return coalesce(col(idColumn).isin(known.keySet().toArray()), lit(false));
    }

    /** With all columns, in their order, also where no record has a key or a value. */
    private static Dataset<Row> whole(Dataset<Row> records) {
        Dataset<Row> all = records;
        for (String name : List.of("key", "value")) {
            if (!List.of(records.columns()).contains(name)) {
                all = all.withColumn(name, lit(null).cast(new StructType()));
            }
        }
        return all.select(CuratedReader.columns());
    }
}
