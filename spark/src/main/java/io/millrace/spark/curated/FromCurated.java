// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

import java.io.Serializable;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Decodes bytes as a {@link Decoding} says; null stays null. Public for the code that Spark generates, which calls {@link
 * #decode} on the executors.
 */
public final class FromCurated implements Serializable {
    /** What becomes of bytes that cannot be decoded. */
    enum OnError {
        /** The query fails. */
        FAIL,
        /** The result is a struct of {@code data} and {@code error}, one of which is null. */
        TELL
    }

    static final String DATA = "data";
    static final String ERROR = "error";

    private static final long serialVersionUID = 1L;

    private final Decoding decoding;
    private final OnError onError;
    private transient @Nullable RowDecoder decoder;

    private FromCurated(Decoding decoding, OnError onError) {
        this.decoding = decoding;
        this.onError = onError;
    }

    /** {@code bytes}, decoded. */
    static Expression expression(Expression bytes, Decoding decoding, OnError onError) {
        FromCurated function = new FromCurated(decoding, onError);
        return new Invoke(
                new Literal(function, new ObjectType(FromCurated.class)),
                "decode",
                type(decoding, onError),
                CollectionConverters.asScala(List.of(bytes)).toSeq(),
                CollectionConverters.asScala(List.<AbstractDataType>of(DataTypes.BinaryType))
                        .toSeq(),
                true,
                true,
                // What Spark takes for deterministic it calls again wherever the result is used, filters included. A
                // result with
                // data and error is used twice at least.
                onError == OnError.FAIL);
    }

    private static DataType type(Decoding decoding, OnError onError) {
        DataType data = RowDecoder.type(decoding);
        return switch (onError) {
            case FAIL -> data;
            case TELL -> new StructType().add(DATA, data).add(ERROR, DataTypes.StringType);
        };
    }

    /** The value in {@code bytes}, as Spark's rows hold it. */
    public @Nullable Object decode(byte[] bytes) {
        RowDecoder mine = decoder;
        if (mine == null) {
            mine = RowDecoder.of(decoding);
            decoder = mine;
        }
        return switch (onError) {
            case FAIL -> mine.decode(bytes);
            case TELL -> tell(mine, bytes);
        };
    }

    private static InternalRow tell(RowDecoder decoder, byte[] bytes) {
        try {
            return new GenericInternalRow(new @Nullable Object[] {decoder.decode(bytes), null});
        } catch (DataException e) {
            return new GenericInternalRow(new @Nullable Object[] {null, UTF8String.fromString(e.getMessage())});
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FromCurated that && decoding.equals(that.decoding) && onError == that.onError;
    }

    @Override
    public int hashCode() {
        return decoding.hashCode() * 31 + onError.hashCode();
    }

    @Override
    public String toString() {
        return "curated " + decoding;
    }
}
