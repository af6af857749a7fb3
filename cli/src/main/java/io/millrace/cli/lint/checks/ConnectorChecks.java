// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli.lint.checks;

import io.millrace.cli.lint.finding.Findings;
import io.millrace.cli.lint.setup.Catalog;
import io.millrace.cli.lint.setup.Refusal;
import io.millrace.cli.lint.setup.Subject;
import java.util.List;
import java.util.Map;

/** All checks of a connector by itself. */
public final class ConnectorChecks implements Check {
    private final List<Check> checks;

    public ConnectorChecks(Catalog catalog) {
        checks = List.of(
                new FileChecks(),
                new PluginChecks(catalog),
                new ValueChecks(),
                new KeyChecks(),
                new WorkerKeyChecks(),
                new RemovedKeyChecks(),
                new SecretChecks(),
                new ChainChecks(),
                new ChangeChecks(),
                new ConverterChecks(),
                new SinkChecks(),
                new SourceChecks(),
                new ExactlyOnceChecks());
    }

    @Override
    public void check(Subject subject, Findings findings) {
        checks.forEach(check -> check.check(subject, findings));
    }

    /** What the connector's own check says, which may ask servers. */
    public void checkOnline(Subject subject, Map<String, String> environment, Findings findings) {
        subject.plugin().ifPresent(plugin -> {
            List<Refusal> refusals =
                    plugin.checkOnline(subject.config(), environment).refusals();
            ValueChecks.report(subject, "", refusals, findings);
        });
    }
}
