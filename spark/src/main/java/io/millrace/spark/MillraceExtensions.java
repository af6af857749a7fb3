// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark;

import io.millrace.spark.curated.Curated;
import org.apache.spark.sql.SparkSessionExtensions;
import scala.Function1;
import scala.runtime.BoxedUnit;

/**
 * Gives a session the SQL functions {@code from_curated} and {@code try_from_curated}: {@code
 * spark.sql.extensions=io.millrace.spark.MillraceExtensions}. Made by Spark.
 */
public final class MillraceExtensions implements Function1<SparkSessionExtensions, BoxedUnit> {
    /** Called by Spark. */
    public MillraceExtensions() {}

    @Override
    public BoxedUnit apply(SparkSessionExtensions extensions) {
        Curated.register(extensions);
        return BoxedUnit.UNIT;
    }
}
