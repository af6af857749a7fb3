// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit.servers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** A suite that is skipped, and says so, where there is no ClickHouse. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(value = "io.millrace.testkit.servers.ClickHouseServer#isPresent", disabledReason = ClickHouseServer.ABSENT)
public @interface NeedsClickHouse {}
