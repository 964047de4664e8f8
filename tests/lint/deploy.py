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
NEEDED = {'Deployment', 'Service'}


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


def problems_of_pod(name, document, registry):
    labels = document['spec']['template']['metadata']['labels']
    pod = document['spec']['template']['spec']
    problems = []
    if not document['spec']['selector']['matchLabels'].items() <= labels.items():
        problems.append(f'{name}: the selector does not find the pods')
    if not pod['securityContext']['runAsNonRoot']:
        problems.append(f'{name}: it runs as root')
    for container in pod['containers']:
        problems += problems_of_arguments(name, container['args'], registry)
        ports = {p['name'] for p in container['ports']}
        volumes = {v['name'] for v in pod['volumes']}
        problems += [f'{name}: no volume {m["name"]}' for m in container['volumeMounts'] if m['name'] not in volumes]
        for probe in ('startupProbe', 'livenessProbe', 'readinessProbe'):
            get = container[probe]['httpGet']
            if get['port'] not in ports or get['path'].split('?')[0] not in ('/healthz', '/readyz'):
                problems.append(f'{name}: {probe} asks {get}')
        drain = int(next(a for a in container['args'] if a.startswith('--drain=')).split('=')[1])
        if pod['terminationGracePeriodSeconds'] < drain + 15:
            problems.append(f'{name}: the pod is killed before it has drained')
    return problems


def check_kubernetes(folder, registry, service):
    try:
        import yaml
    except ImportError:
        print('python3-yaml is not installed')
        sys.exit(SKIPPED)
    problems = []
    for file in sorted(n for n in os.listdir(folder) if n.endswith('.yaml')):
        documents = list(yaml.safe_load_all(read(folder, file)))
        for document in documents:
            if not {'apiVersion', 'kind', 'metadata', 'spec'} <= document.keys() or not document['metadata'].get('name'):
                problems.append(f'{file}: not whole: {document}')
        kinds = {d['kind']: d for d in documents}
        problems += [f'{file}: no {kind}' for kind in NEEDED - kinds.keys()]
        problems += problems_of_pod(file, kinds['Deployment'], registry)
        labels = kinds['Deployment']['spec']['template']['metadata']['labels']
        if not kinds['Service']['spec']['selector'].items() <= labels.items():
            problems.append(f'{file}: the service does not find the pods')
        if 'sqlite' in file and (kinds['Deployment']['spec']['replicas'] != 1 or kinds['Deployment']['spec']['strategy']['type'] != 'Recreate'):
            problems.append(f'{file}: two processes would write one SQLite file')
    return problems


def main():
    check, top, registry, service = sys.argv[1:]
    problems = globals()['check_' + check](os.path.join(top, 'data', 'deploy'), registry, service)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
