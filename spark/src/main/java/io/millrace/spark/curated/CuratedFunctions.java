// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

import io.millrace.records.Side;
import io.millrace.spark.curated.FromCurated.OnError;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Function1;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** The SQL functions {@code from_curated} and {@code try_from_curated}. */
final class CuratedFunctions {
    static final String FROM = "from_curated";
    static final String TRY = "try_from_curated";

    private static final String USAGE =
            "_FUNC_(bytes, subject[, version]) - Decodes Avro in Confluent's framing, resolved to"
                    + " the newest schema of the subject, or to one version.";
    private static final String USAGE_TRY =
            USAGE + " Gives a struct of data and error: bad bytes do not fail the query.";

    /** What the arguments stand for, once they are checked. */
    record Call(Expression bytes, ReadSchema schema, String subject) {
        Side side() {
            return subject.endsWith("-key") ? Side.KEY : Side.VALUE;
        }

        /** The topic, where the subject is named by it. */
        String place() {
            return subject.replaceFirst("-(key|value)$", "");
        }
    }

    private CuratedFunctions() {}

    static FunctionIdentifier name(OnError onError) {
        return FunctionIdentifier.apply(onError == OnError.FAIL ? FROM : TRY);
    }

    static ExpressionInfo info(OnError onError) {
        return new ExpressionInfo(
                FromCurated.class.getName(),
                null,
                onError == OnError.FAIL ? FROM : TRY,
                onError == OnError.FAIL ? USAGE : USAGE_TRY,
                "",
                "",
                "",
                "misc_funcs",
                "0.1.0",
                "",
                "scala_udf");
    }

    /** Makes the expression when a query is analysed: the registry is asked then, by the driver. */
    static Function1<Seq<Expression>, Expression> builder(OnError onError) {
        return arguments -> {
            Call call = call(onError, CollectionConverters.asJava(arguments));
            CuratedSettings settings = CuratedSettings.of(SparkSession.active());
            Decoding decoding = Decoding.of(
                    settings, call.place(), call.side(), new SchemaFinder(settings).find(call.schema(), call.place()));
            return FromCurated.expression(call.bytes(), decoding, onError);
        };
    }

    private static Call call(OnError onError, List<Expression> arguments) {
        if (arguments.size() < 2 || arguments.size() > 3) {
            throw refusal(onError, arguments.size() + " arguments (expected bytes, subject and perhaps a version)");
        }
        if (!(literal(arguments.get(1)) instanceof String subject)) {
            throw refusal(onError, "a subject that is no constant text");
        }
        if (arguments.size() == 2) {
            return new Call(arguments.get(0), ReadSchema.newest(subject), subject);
        }
        if (!(literal(arguments.get(2)) instanceof Integer version)) {
            throw refusal(onError, "a version that is no constant INT");
        }
        return new Call(arguments.get(0), ReadSchema.version(subject, version), subject);
    }

    private static Object literal(Expression argument) {
        Object value = argument.foldable() ? argument.eval(null) : null;
        return value instanceof Integer number ? number : String.valueOf(value);
    }

    private static IllegalArgumentException refusal(OnError onError, String found) {
        String name = onError == OnError.FAIL ? FROM : TRY;
        return new IllegalArgumentException("Cannot call " + name + ": " + found + ". Write " + name
                + "(value, 'topic-value') or " + name + "(value, 'topic-value', 3).");
    }
}
