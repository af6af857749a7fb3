// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.rest;

import io.millrace.http.internal.Tls;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach a worker.
 *
 * @param url of its REST API, with the path that a proxy puts before it, without user and without a slash at the end
 * @param authorization the header that is sent with each request
 * @param tls where the JVM's own trust does not do
 * @param requestTimeout how long one answer may take
 * @param patience how long a group that is not ready is asked again
 */
record Access(URI url, Optional<String> authorization, Optional<Tls> tls, Duration requestTimeout, Duration patience) {}
