"""Every way in which Dagster's GraphQL can change something, each as a client would ask for it."""

PLACE = 'repositoryName: "__repository__", repositoryLocationName: "sosu_pipeline"'
REPOSITORY = f"repositorySelector: {{{PLACE}}}"
JOB = f'{{selector: {{{PLACE}, pipelineName: "nat"}}, runConfigData: {{}}, mode: "default"}}'
SCHEDULE = f'{{{PLACE}, scheduleName: "hver_nat"}}'
SENSOR = f'{{{PLACE}, sensorName: "besked_om_nat"}}'
ASSET = '{path: ["marts", "kpi_fvu_amu"]}'
CHECK = f'assetKey: {ASSET}, checkName: "kpi_lov", passed: true, severity: ERROR'
AGAIN = (
    f'executionParams: {JOB[:-1]}, executionMetadata: {{parentRunId: "$run", rootRunId: "$run"}}}}'
)
LOCATION = 'locationName: "sosu_pipeline"'
WHY = "__typename ... on TerminateRunFailure { message }"
EACH = "... on LaunchMultipleRunsResult { launchMultipleRunsResult { __typename } }"

REFUSED = {
    "launchPipelineExecution": f"(executionParams: {JOB}) {{ __typename }}",
    "launchRun": f"(executionParams: {JOB}) {{ __typename }}",
    "launchMultipleRuns": f"(executionParamsList: [{JOB}]) {{ __typename {EACH} }}",
    "launchPipelineReexecution": f"({AGAIN}) {{ __typename }}",
    "launchRunReexecution": f"({AGAIN}) {{ __typename }}",
    "launchPartitionBackfill": f"(backfillParams: {{assetSelection: [{ASSET}], "
    "allPartitions: true}) { __typename }",
    "resumePartitionBackfill": '(backfillId: "$backfill") { __typename }',
    "reexecutePartitionBackfill": '(reexecutionParams: {parentRunId: "$backfill", '
    "strategy: ALL_STEPS}) { __typename }",
    "cancelPartitionBackfill": '(backfillId: "$backfill") { __typename }',
    "terminatePipelineExecution": f'(runId: "$run") {{ {WHY} }}',
    "terminateRun": f'(runId: "$run") {{ {WHY} }}',
    "terminateRuns": '(runIds: ["$run"]) { __typename ... on TerminateRunsResult '
    f"{{ terminateRunResults {{ {WHY} }} }} }}",
    "deletePipelineRun": '(runId: "$run") { __typename }',
    "deleteRun": '(runId: "$run") { __typename }',
    "wipeAssets": f"(assetPartitionRanges: [{{assetKey: {ASSET}}}]) {{ __typename }}",
    "reportRunlessAssetEvents": "(eventParams: {eventType: ASSET_MATERIALIZATION, "
    f"assetKey: {ASSET}}}) {{ __typename }}",
    "reportAssetCheckEvaluations": f"(eventParams: {{{CHECK}}}) {{ __typename }}",
    "reloadRepositoryLocation": '(repositoryLocationName: "sosu_pipeline") { __typename }',
    "reloadWorkspace": " { __typename }",
    "shutdownRepositoryLocation": '(repositoryLocationName: "sosu_pipeline") { __typename }',
    "startSchedule": f"(scheduleSelector: {SCHEDULE}) {{ __typename }}",
    "stopRunningSchedule": '(id: "$schedule") { __typename }',
    "resetSchedule": f"(scheduleSelector: {SCHEDULE}) {{ __typename }}",
    "scheduleDryRun": f"(selectorData: {SCHEDULE}, timestamp: 1) {{ __typename }}",
    "startSensor": f"(sensorSelector: {SENSOR}) {{ __typename }}",
    "stopSensor": '(id: "$sensor") { __typename }',
    "resetSensor": f"(sensorSelector: {SENSOR}) {{ __typename }}",
    "setSensorCursor": f'(sensorSelector: {SENSOR}, cursor: "1") {{ __typename }}',
    "sensorDryRun": f'(selectorData: {SENSOR}, cursor: "1") {{ __typename }}',
    "addDynamicPartition": f'({REPOSITORY}, partitionsDefName: "p", partitionKey: "1") '
    "{ __typename }",
    "deleteDynamicPartitions": f'({REPOSITORY}, partitionsDefName: "p", partitionKeys: ["1"]) '
    "{ __typename }",
    "setAppManagedComponent": f'({LOCATION}, componentId: "c", componentType: "t", '
    'attributes: "{}") { __typename }',
    "deleteAppManagedComponent": f'({LOCATION}, componentId: "c") {{ __typename }}',
    "refreshComponentState": f'({LOCATION}, defsStateKey: "k") {{ __typename }}',
    "setAutoMaterializePaused": "(paused: true)",
    "setConcurrencyLimit": '(concurrencyKey: "k", limit: 1)',
    "deleteConcurrencyLimit": '(concurrencyKey: "k")',
    "freeConcurrencySlots": '(runId: "$run")',
    "freeConcurrencySlotsForRun": '(runId: "$run")',
}
"""Mutations with their arguments and what is asked of the answer; ``$`` is put in by the test."""

HARMLESS = {"logTelemetry", "setNuxSeen"}
"""Mutations that are let through: telemetry is off, and the other one hides a greeting."""
