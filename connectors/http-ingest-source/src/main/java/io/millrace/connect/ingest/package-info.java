// SPDX-License-Identifier: Apache-2.0
/** HttpIngestSourceConnector: events that are pushed by HTTP, acknowledged once Kafka has committed them. */
@NullMarked
package io.millrace.connect.ingest;

import org.jspecify.annotations.NullMarked;
