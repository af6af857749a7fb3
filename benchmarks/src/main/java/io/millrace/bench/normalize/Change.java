// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.normalize;

import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/** A change event, and what is known of it beforehand: {@link Facts} by name. */
public record Change(SourceRecord record, Map<String, Object> facts) {}
