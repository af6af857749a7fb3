// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.normalize;

import io.millrace.changes.internal.event.Op;
import io.millrace.changes.internal.event.Phase;
import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/**
 * One change event as the readers of metadata see it.
 *
 * @param code the letter for {@code op} that the row gets
 * @param changed the columns that the change gave another value; null where the event does not tell
 * @param unavailable the columns whose value the event does not hold; null if it holds them all
 */
record Change(
        ConnectRecord<?> record,
        Object envelope,
        Object source,
        Op op,
        String code,
        Phase phase,
        String sequence,
        @Nullable List<String> changed,
        @Nullable List<String> unavailable) {}
