// SPDX-License-Identifier: Apache-2.0
package io.millrace.spark.curated;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How the schema registry is reached and Avro is read: the settings of {@code AvroConverter}, such as {@code
 * schema.registry.url}.
 *
 * <p>A value may be {@code ${env:NAME}} or {@code ${file:/path:key}}. It is resolved where it is used, on the driver and on
 * each executor, so that secrets are in no plan, no event log and no page of Spark's. Immutable; its text tells no values.
 */
public final class CuratedSettings implements Serializable {
    /** What settings in Spark's configuration begin with: {@code spark.millrace.converter.schema.registry.url}. */
    public static final String PREFIX = "spark.millrace.converter.";

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // what Map.copyOf makes is serializable
    private final Map<String, String> settings;

    private CuratedSettings(Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
    }

    public static CuratedSettings of(Map<String, String> settings) {
        return new CuratedSettings(settings);
    }

    /** Those that the session's configuration has under {@link #PREFIX}. */
    public static CuratedSettings of(SparkSession session) {
        Map<String, String> settings = new HashMap<>();
        for (Tuple2<String, String> entry :
                CollectionConverters.asJava(session.conf().getAll().toSeq())) {
            if (entry._1().startsWith(PREFIX)) {
                settings.put(entry._1().substring(PREFIX.length()), entry._2());
            }
        }
        return new CuratedSettings(settings);
    }

    /** With references replaced by what they refer to, here and now. */
    Map<String, String> resolved() {
        return resolve(settings);
    }

    /** {@code values} with {@code ${env:NAME}} and {@code ${file:/path:key}} replaced by what they refer to, here and now. */
    public static Map<String, String> resolve(Map<String, String> values) {
        try (EnvVarConfigProvider environment = new EnvVarConfigProvider();
                FileConfigProvider files = new FileConfigProvider()) {
            environment.configure(Map.of());
            files.configure(Map.of());
            return new ConfigTransformer(Map.of("env", environment, "file", files))
                    .transform(values)
                    .data();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CuratedSettings that && settings.equals(that.settings);
    }

    @Override
    public int hashCode() {
        return settings.hashCode();
    }

    @Override
    public String toString() {
        return "settings of " + settings.keySet();
    }
}
