#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Inlay developers
"""Checks what is in data/deploy with the tools it is for: deploy.py CHECK TOP REGISTRY SERVICE.

77 means that the tool is not here."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
NEEDED = {'Deployment', 'NetworkPolicy', 'Service'}

# Seconds from the end of draining to the end of the process, and some.
LONGEST_STOP = 15


def run(*command, **more):
    result = subprocess.run(command, capture_output=True, text=True, **more)
    return result.returncode, result.stdout + result.stderr


def need(tool):
    if shutil.which(tool) is None:
        print(f'{tool} is not installed')
        sys.exit(SKIPPED)


def read(*names):
    with open(os.path.join(*names), encoding='utf-8') as f:
        return f.read()


def check_conf(folder, registry, service):
    """Every option of the example is one the program takes, those put aside, too."""
    text = read(folder, 'inlay-registry.conf')
    with tempfile.NamedTemporaryFile('w', suffix='.conf') as f:
        f.write(re.sub(r'^#([a-z-]+=)', r'\1', text, flags=re.M))
        f.flush()
        code, output = run(registry, '--config', f.name, '--version')
    return [] if code == 0 else [output]


def check_service(folder, registry, service):
    need('systemd-analyze')
    problems = []
    with tempfile.TemporaryDirectory() as temporary:
        for name, text in (('inlay-registry.service', re.sub(r'^ExecStart=\S+', f'ExecStart={os.path.abspath(registry)}', read(service), flags=re.M)),
                           ('inlay-registry.socket', read(folder, 'inlay-registry.socket'))):
            with open(os.path.join(temporary, name), 'w') as f:
                f.write(text)
        unit = os.path.join(temporary, 'inlay-registry.service')
        code, output = run('systemd-analyze', 'verify', '--man=no', unit, os.path.join(temporary, 'inlay-registry.socket'))
        # Other units of the machine are none of our business.
        problems += [line for line in output.splitlines() if 'inlay-registry' in line]
        code, output = run('systemd-analyze', 'security', '--offline=true', '--threshold=15', unit)
        if code != 0 and 'Unknown' not in output and 'unrecognized' not in output:
            problems.append(output.strip().split('\n')[-1])
    return problems


def check_nginx(folder, registry, service):
    need('nginx')
    need('openssl')
    with tempfile.TemporaryDirectory() as temporary:
        key, certificate = os.path.join(temporary, 'key.pem'), os.path.join(temporary, 'cert.pem')
        run('openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=registry.example', '-keyout', key, '-out', certificate)
        text = read(folder, 'nginx.conf')
        text = re.sub(r'ssl_certificate_key \S+;', f'ssl_certificate_key {key};', text)
        text = re.sub(r'ssl_certificate \S+;', f'ssl_certificate {certificate};', text)
        text = re.sub(r'listen (\[::\]:)?(\d+)', lambda m: f'listen {"[::1]:" if m.group(1) else "127.0.0.1:"}{int(m.group(2)) + 18000}', text)
        path = os.path.join(temporary, 'nginx.conf')
        with open(path, 'w') as f:
            f.write(f'pid {temporary}/pid; error_log stderr; events {{}} http {{ access_log off; '
                    + ''.join(f'{kind}_temp_path {temporary}; ' for kind in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi')) + text + '}')
        code, output = run('nginx', '-t', '-q', '-c', path)
    return [] if code == 0 else [output]


def check_container(folder, registry, service):
    """What it builds with is what the project says it needs; what it runs is what was built."""
    text = read(folder, 'Containerfile')
    known = set(re.findall(r'^(?:build|run) (\S+)$', read(folder, '..', '..', 'build-aux', 'dependencies'), flags=re.M))
    stages = text.split('\nFROM ')
    installed = set(re.findall(r'[a-z0-9][a-z0-9.+-]+', re.search(r'--no-install-recommends \\\n(.*?)&&', stages[1], re.S).group(1).replace('\\', '')))
    problems = [f'Containerfile: {name} is not in build-aux/dependencies' for name in sorted(installed - known)]
    problems += problems_of_arguments('Containerfile', re.findall(r'"(--[a-z-]+)', text), registry)
    if not re.search(r'^USER \d+$', text, re.M):
        problems.append('Containerfile: it runs as root')
    return problems


def problems_of_arguments(name, arguments, registry):
    options = set(re.findall(r'--[a-z-]+', run(registry, '--help')[1]))
    return [f'{name}: {a} is no option of inlay-registry' for a in arguments if a.split('=')[0] not in options]


class Manifest:
    """One file of Kubernetes objects, and what is wrong with it."""

    def __init__(self, name, documents, registry, version):
        self.name, self.registry, self.version = name, registry, version
        self.documents = documents
        self.kinds = {d['kind']: d for d in documents}
        self.problems = []

    def must(self, condition, words):
        if not condition:
            self.problems.append(f'{self.name}: {words}')

    def check(self):
        for document in self.documents:
            self.must({'apiVersion', 'kind', 'metadata', 'spec'} <= document.keys() and document['metadata'].get('name'), f'not whole: {document}')
        missing = NEEDED - self.kinds.keys()
        self.must(not missing, f'no {", ".join(sorted(missing))}')
        if missing:
            return self.problems
        deployment = self.kinds['Deployment']
        template = deployment['spec']['template']
        self.labels = template['metadata']['labels']
        self.must(self.finds(deployment['spec']['selector']['matchLabels']), 'the selector does not find the pods')
        self.must(self.finds(self.kinds['Service']['spec']['selector']), 'the service does not find the pods')
        self.pod = template['spec']
        self.check_pod()
        for container in self.pod['containers']:
            self.check_container(container)
            self.check_stop(container)
        self.check_scraping(template['metadata'].get('annotations', {}))
        self.check_policy(self.kinds['NetworkPolicy']['spec'])
        if '--database=sqlite:' in ' '.join(self.pod['containers'][0]['args']):
            self.check_one(deployment['spec'])
        else:
            self.check_several(deployment['spec'])
        return self.problems

    def finds(self, selector):
        return selector and selector.items() <= self.labels.items()

    def check_pod(self):
        context = self.pod['securityContext']
        self.must(context.get('runAsNonRoot') is True and context.get('runAsUser', 0) > 0 and context.get('runAsGroup', 0) > 0, 'it runs as root')
        self.must(context.get('seccompProfile') == {'type': 'RuntimeDefault'}, 'any system call is allowed')
        self.must(self.pod.get('automountServiceAccountToken') is False, 'it gets a token of the cluster')

    def check_container(self, container):
        self.problems += problems_of_arguments(self.name, container['args'], self.registry)
        self.must(container['image'].endswith(':' + self.version), f'the image is not of version {self.version}')
        context = container['securityContext']
        self.must(context.get('allowPrivilegeEscalation') is False, 'it may gain privileges')
        self.must(context.get('readOnlyRootFilesystem') is True, 'it may write anywhere')
        self.must(context.get('capabilities') == {'drop': ['ALL']}, 'it has capabilities')
        self.must({'cpu', 'memory'} <= container['resources'].get('requests', {}).keys(), 'it does not say what it needs')
        self.must('memory' in container['resources'].get('limits', {}), 'its memory has no limit')
        volumes = {v['name']: v for v in self.pod['volumes']}
        mounts = {m['mountPath']: volumes.get(m['name'], {}) for m in container['volumeMounts']}
        self.must(all(mounts.values()), 'a volume is mounted that is not there')
        [tokens] = [a.split('=')[1] for a in container['args'] if a.startswith('--token-file=')]
        self.must('secret' in mounts.get(os.path.dirname(tokens), {}), 'the tokens are no secret')

    def check_stop(self, container):
        """It is out of the service before it stops answering, and not killed before it has answered."""
        ports = {p['name'] for p in container['ports']}
        for probe, path in (('startupProbe', '/healthz'), ('livenessProbe', '/healthz'), ('readinessProbe', '/readyz')):
            get = container.get(probe, {}).get('httpGet', {})
            self.must(get.get('port') in ports and get.get('path', '').split('?')[0] == path, f'{probe} asks {get}')
        drain = int(next((a for a in container['args'] if a.startswith('--drain=')), '--drain=0').split('=')[1])
        ready = container.get('readinessProbe', {})
        self.must(drain > ready.get('periodSeconds', 10) * ready.get('failureThreshold', 3), 'it stops before anybody knows')
        self.must(self.pod.get('terminationGracePeriodSeconds', 30) >= drain + LONGEST_STOP, 'the pod is killed before it has drained')

    def check_scraping(self, annotations):
        port = str(self.pod['containers'][0]['ports'][0]['containerPort'])
        self.must(annotations.get('prometheus.io/scrape') == 'true' and annotations.get('prometheus.io/path') == '/metrics'
                  and annotations.get('prometheus.io/port') == port, 'Prometheus does not find /metrics')

    def check_policy(self, policy):
        self.must(self.finds(policy['podSelector'].get('matchLabels')), 'the network policy does not find the pods')
        self.must(set(policy['policyTypes']) == {'Ingress', 'Egress'}, 'the network is open one way')
        blocks = [to['ipBlock'] for rule in policy['egress'] for to in rule.get('to', []) if 'ipBlock' in to]
        self.must(blocks and all(b.get('except') for b in blocks), 'it may ask the machine for its credentials')

    def check_one(self, spec):
        self.must(spec['replicas'] == 1 and spec['strategy']['type'] == 'Recreate', 'two processes would write one SQLite file')
        self.must(any('persistentVolumeClaim' in v for v in self.pod['volumes']), 'the database goes with the pod')

    def check_several(self, spec):
        rolling = spec['strategy'].get('rollingUpdate', {})
        self.must(spec['replicas'] > 1, 'one pod is no two')
        self.must(spec['strategy']['type'] == 'RollingUpdate' and rolling.get('maxUnavailable') == 0, 'an upgrade takes pods away before others are there')
        budget = self.kinds.get('PodDisruptionBudget', {}).get('spec', {})
        self.must(self.finds(budget.get('selector', {}).get('matchLabels')), 'all pods may be evicted at once')
        container = self.pod['containers'][0]
        [address] = [a for a in container['args'] if a.startswith('--database=')]
        secrets = [e['name'] for e in container['env'] if 'secretKeyRef' in e.get('valueFrom', {})]
        self.must('PGPASSWORD' in secrets and not re.search(r'//[^/@]*:[^/@]*@', address), 'the password of the database is no secret')


def check_kubernetes(folder, registry, service):
    try:
        import yaml
    except ImportError:
        print('python3-yaml is not installed')
        sys.exit(SKIPPED)
    version = re.search(r"version: '([^']+)'", read(folder, '..', '..', 'meson.build')).group(1)
    files = sorted(n for n in os.listdir(folder) if n.startswith('kubernetes-'))
    return [problem for name in files for problem in Manifest(name, list(yaml.safe_load_all(read(folder, name))), registry, version).check()]


def check_alerts(folder, registry, service):
    """The rules are whole, and wake somebody when they should."""
    need('promtool')
    with tempfile.TemporaryDirectory() as temporary:
        for path in (os.path.join(folder, 'prometheus-rules.yml'), os.path.join(folder, '..', '..', 'tests', 'data', 'prometheus-rules-test.yml')):
            shutil.copy(path, temporary)
        problems = []
        for verb, name in (('check', 'prometheus-rules.yml'), ('test', 'prometheus-rules-test.yml')):
            code, output = run('promtool', verb, 'rules', name, cwd=temporary)
            problems += [output] if code != 0 else []
    return problems


def main():
    check, top, registry, service = sys.argv[1:]
    problems = globals()['check_' + check](os.path.join(top, 'data', 'deploy'), registry, service)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
