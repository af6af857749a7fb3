// SPDX-License-Identifier: Apache-2.0
/** What HTTP clients of any plugin need: TLS as Kafka's settings describe it, OAuth 2.0 tokens. */
@NullMarked
package io.millrace.http.internal;

import org.jspecify.annotations.NullMarked;
