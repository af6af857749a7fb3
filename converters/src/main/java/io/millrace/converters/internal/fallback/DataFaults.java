// SPDX-License-Identifier: Apache-2.0
package io.millrace.converters.internal.fallback;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Tells what a record's bytes are to blame for from what goes wrong around the converter. */
final class DataFaults {
    private static final int MAX_CAUSES = 20;

    private DataFaults() {}

    /**
     * Whether the converter says that it cannot read the bytes. Not so if something asks to be tried again, if the
     * network has a part in it, or if Connect or Kafka says that it is another matter, settings for example.
     */
    static boolean isDataFault(RuntimeException problem) {
        Throwable each = problem;
        for (int i = 0; each != null && i < MAX_CAUSES; i++, each = each.getCause()) {
            if (isOutage(each)) {
                return false;
            }
        }
        if (problem instanceof ConnectException) {
            return problem instanceof DataException;
        }
        return !(problem instanceof KafkaException) || problem instanceof SerializationException;
    }

    private static boolean isOutage(@Nullable Throwable problem) {
        return problem instanceof Error
                || problem instanceof InterruptedException
                || problem instanceof org.apache.kafka.connect.errors.RetriableException
                || problem instanceof org.apache.kafka.common.errors.RetriableException
                || problem instanceof org.apache.kafka.common.errors.InterruptException
                || problem instanceof SocketException
                || problem instanceof SocketTimeoutException
                || problem instanceof UnknownHostException
                || problem instanceof HttpTimeoutException
                || problem instanceof UnresolvedAddressException
                || problem instanceof TimeoutException
                || problem instanceof SSLException;
    }
}
